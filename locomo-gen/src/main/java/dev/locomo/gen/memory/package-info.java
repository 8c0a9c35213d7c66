/** What an agent remembers of earlier sessions, found by similarity. */
@NullMarked
package dev.locomo.gen.memory;

import org.jspecify.annotations.NullMarked;
