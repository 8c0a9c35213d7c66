/** Stored runs as text for people. */
@NullMarked
package dev.locomo.services.store.text;

import org.jspecify.annotations.NullMarked;
