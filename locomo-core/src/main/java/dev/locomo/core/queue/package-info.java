/** A run's pieces of work, given out one by one to any number of processes. */
@NullMarked
package dev.locomo.core.queue;

import org.jspecify.annotations.NullMarked;
