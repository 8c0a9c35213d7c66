/** What all services of Amazon's need to know. */
@NullMarked
package dev.locomo.services.amazon;

import org.jspecify.annotations.NullMarked;
