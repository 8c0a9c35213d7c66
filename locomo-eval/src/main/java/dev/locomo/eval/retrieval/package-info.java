/** How well a retriever finds the gold evidence; no language model takes part. */
@NullMarked
package dev.locomo.eval.retrieval;

import org.jspecify.annotations.NullMarked;
