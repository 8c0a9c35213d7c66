/** A LoCoMo file as immutable records; nothing here knows JSON. */
@NullMarked
package dev.locomo.core.dataset;

import org.jspecify.annotations.NullMarked;
