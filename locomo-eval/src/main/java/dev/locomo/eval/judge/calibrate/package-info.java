/** Measures judges with answers whose verdict is known. */
@NullMarked
package dev.locomo.eval.judge.calibrate;

import org.jspecify.annotations.NullMarked;
