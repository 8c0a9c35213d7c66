/** How memory systems are reached: a child process, HTTP, MCP. */
@NullMarked
package dev.locomo.rag.memory.wire;

import org.jspecify.annotations.NullMarked;
