/** Stored answers in, scores and their summary out; asks nobody. */
@NullMarked
package dev.locomo.eval.score;

import org.jspecify.annotations.NullMarked;
