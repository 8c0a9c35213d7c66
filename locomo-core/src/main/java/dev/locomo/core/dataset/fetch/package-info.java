/** Gets the published data set, which this project may not pass on, and proves that it is it. */
@NullMarked
package dev.locomo.core.dataset.fetch;

import org.jspecify.annotations.NullMarked;
