/** What happens to each speaker: a dated graph of causes and effects. */
@NullMarked
package dev.locomo.gen.event;

import org.jspecify.annotations.NullMarked;
