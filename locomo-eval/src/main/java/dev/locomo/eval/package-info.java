/** Asks, scores, judges, reports. */
@NullMarked
package dev.locomo.eval;

import org.jspecify.annotations.NullMarked;
