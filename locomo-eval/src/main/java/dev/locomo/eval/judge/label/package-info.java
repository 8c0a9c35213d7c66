/** What people say of a run's answers: drawn, read back, and held against judges. */
@NullMarked
package dev.locomo.eval.judge.label;

import org.jspecify.annotations.NullMarked;
