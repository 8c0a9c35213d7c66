/**
 * Pages over run folders and data sets: what is there, how a run went, every question with its
 * conversation and prompt, comparisons, labels. Reads as it is asked; writes labels alone.
 */
@NullMarked
package dev.locomo.eval.view;

import org.jspecify.annotations.NullMarked;
