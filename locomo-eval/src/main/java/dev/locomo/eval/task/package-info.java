/** One straight-line driver a task. */
@NullMarked
package dev.locomo.eval.task;

import org.jspecify.annotations.NullMarked;
