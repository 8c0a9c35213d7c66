/** Texts seen from outside: their tokens and words, and the prompts that are texts themselves. */
@NullMarked
package dev.locomo.core.text;

import org.jspecify.annotations.NullMarked;
