/**
 * Measures judges with answers whose verdict is known: made from a data set by rules, without any
 * model.
 */
@NullMarked
package dev.locomo.eval.judge.calibrate;

import org.jspecify.annotations.NullMarked;
