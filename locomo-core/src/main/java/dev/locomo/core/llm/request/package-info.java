/**
 * What goes into a request besides its messages: what was asked for, and what a model takes of it.
 */
@NullMarked
package dev.locomo.core.llm.request;

import org.jspecify.annotations.NullMarked;
