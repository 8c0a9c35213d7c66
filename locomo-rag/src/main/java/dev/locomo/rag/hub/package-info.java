/** Models by their Hugging Face names: found on this machine, or downloaded whole and verified. */
@NullMarked
package dev.locomo.rag.hub;

import org.jspecify.annotations.NullMarked;
