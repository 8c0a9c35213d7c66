/** Scores that need a network's idea of how alike two texts, or a text and an image, are. */
@NullMarked
package dev.locomo.eval.similarity;

import org.jspecify.annotations.NullMarked;
