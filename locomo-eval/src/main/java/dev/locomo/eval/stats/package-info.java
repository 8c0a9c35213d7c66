/** How sure one can be of a number: tallies, intervals, paired tests, agreement. */
@NullMarked
package dev.locomo.eval.stats;

import org.jspecify.annotations.NullMarked;
