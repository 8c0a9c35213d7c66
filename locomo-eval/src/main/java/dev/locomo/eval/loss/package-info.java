/** Where the points were lost that a run did not get. */
@NullMarked
package dev.locomo.eval.loss;

import org.jspecify.annotations.NullMarked;
