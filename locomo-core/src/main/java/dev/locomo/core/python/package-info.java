/**
 * What Python and numpy do differently from Java with text and numbers, as far as the original
 * code's scores depend on it.
 */
@NullMarked
package dev.locomo.core.python;

import org.jspecify.annotations.NullMarked;
