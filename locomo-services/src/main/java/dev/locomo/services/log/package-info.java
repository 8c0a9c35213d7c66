/** How a run goes on, as log events. */
@NullMarked
package dev.locomo.services.log;

import org.jspecify.annotations.NullMarked;
