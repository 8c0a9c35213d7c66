/** What a retriever searches: turns, observations, session summaries. */
@NullMarked
package dev.locomo.rag.passage;

import org.jspecify.annotations.NullMarked;
