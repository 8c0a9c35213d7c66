/** Who ran which command over which data, a line each. */
@NullMarked
package dev.locomo.core.audit;

import org.jspecify.annotations.NullMarked;
