/** Turns a conversation into passages and finds the right ones. */
@NullMarked
package dev.locomo.rag;

import org.jspecify.annotations.NullMarked;
