/** Reads and writes LoCoMo files in all their published spellings. */
@NullMarked
package dev.locomo.core.dataset.json;

import org.jspecify.annotations.NullMarked;
