/** A question to ranked passages. */
@NullMarked
package dev.locomo.rag.retrieve;

import org.jspecify.annotations.NullMarked;
