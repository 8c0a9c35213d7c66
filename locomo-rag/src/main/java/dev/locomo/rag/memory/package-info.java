/** Memory systems under test: what they are asked, and the file that describes one. */
@NullMarked
package dev.locomo.rag.memory;

import org.jspecify.annotations.NullMarked;
