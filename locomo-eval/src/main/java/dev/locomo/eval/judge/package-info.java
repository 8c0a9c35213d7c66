/**
 * Judges: models that say whether an answer is right, by named rules, with verdicts that are kept
 * apart from what they judged.
 */
@NullMarked
package dev.locomo.eval.judge;

import org.jspecify.annotations.NullMarked;
