/** Requests that are sent together and answered within a day, at half the price. */
@NullMarked
package dev.locomo.core.llm.batch;

import org.jspecify.annotations.NullMarked;
