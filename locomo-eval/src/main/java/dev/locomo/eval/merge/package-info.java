/** Joins the parts of a run that several processes did into the run that one would have made. */
@NullMarked
package dev.locomo.eval.merge;

import org.jspecify.annotations.NullMarked;
