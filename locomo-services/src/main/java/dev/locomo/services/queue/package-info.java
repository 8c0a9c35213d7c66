/** The queues that the processes of a run can share. */
@NullMarked
package dev.locomo.services.queue;

import org.jspecify.annotations.NullMarked;
