/** Counts the tokens of a text. */
@NullMarked
package dev.locomo.core.text;

import org.jspecify.annotations.NullMarked;
