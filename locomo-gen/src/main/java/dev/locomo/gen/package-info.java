/** Makes conversations in the shape of LoCoMo: {@code Making} runs the stages in order. */
@NullMarked
package dev.locomo.gen;

import org.jspecify.annotations.NullMarked;
