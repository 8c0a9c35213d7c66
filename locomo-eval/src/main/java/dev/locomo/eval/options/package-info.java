/** Settings of the evaluations, and what is to be run according to them. */
@NullMarked
package dev.locomo.eval.options;

import org.jspecify.annotations.NullMarked;
