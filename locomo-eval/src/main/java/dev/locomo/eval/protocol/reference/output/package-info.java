/** Writes the original's output files: predictions inside the questions, and statistics. */
@NullMarked
package dev.locomo.eval.protocol.reference.output;

import org.jspecify.annotations.NullMarked;
