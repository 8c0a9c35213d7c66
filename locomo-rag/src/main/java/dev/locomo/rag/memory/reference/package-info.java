/** A memory system of ours, for what speaks to such systems to be tried with. */
@NullMarked
package dev.locomo.rag.memory.reference;

import org.jspecify.annotations.NullMarked;
