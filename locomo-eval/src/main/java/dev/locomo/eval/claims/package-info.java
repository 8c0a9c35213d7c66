/** Checks whether a published table of scores can be true, from its numbers alone. */
@NullMarked
package dev.locomo.eval.claims;

import org.jspecify.annotations.NullMarked;
