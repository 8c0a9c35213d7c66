/** The models of a memory system under test: OpenAI's interface on loopback, metered. */
@NullMarked
package dev.locomo.rag.memory.proxy;

import org.jspecify.annotations.NullMarked;
