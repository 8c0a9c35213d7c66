/** Results we claim, as files with inputs, command and expected values, and their check. */
@NullMarked
package dev.locomo.eval.reproduce;

import org.jspecify.annotations.NullMarked;
