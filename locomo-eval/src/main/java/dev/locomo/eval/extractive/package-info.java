/** Answers questions from the words of a conversation alone: the floor that a model has to beat. */
@NullMarked
package dev.locomo.eval.extractive;

import org.jspecify.annotations.NullMarked;
