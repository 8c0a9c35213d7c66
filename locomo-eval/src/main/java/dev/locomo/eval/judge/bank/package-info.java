/**
 * Answers whose verdict is known: made from a data set by rules, without any model, or read from
 * files.
 */
@NullMarked
package dev.locomo.eval.judge.bank;

import org.jspecify.annotations.NullMarked;
