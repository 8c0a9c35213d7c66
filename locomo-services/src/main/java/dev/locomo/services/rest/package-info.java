/** Servers that are spoken to over plain HTTP: where they are, and who asks. */
@NullMarked
package dev.locomo.services.rest;

import org.jspecify.annotations.NullMarked;
