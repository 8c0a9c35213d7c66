/** A run as one file for others, and the proof that it says what was scored. */
@NullMarked
package dev.locomo.eval.bundle;

import org.jspecify.annotations.NullMarked;
