/**
 * Derives what a conversation's search needs besides its turns: facts and summaries of sessions.
 */
@NullMarked
package dev.locomo.rag.annotate;

import org.jspecify.annotations.NullMarked;
