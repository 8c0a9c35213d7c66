/** Asks what a protocol plans, many calls at once, and records every outcome. */
@NullMarked
package dev.locomo.eval.predict;

import org.jspecify.annotations.NullMarked;
