/** Failures that a caller can act on. */
@NullMarked
package dev.locomo.core.error;

import org.jspecify.annotations.NullMarked;
