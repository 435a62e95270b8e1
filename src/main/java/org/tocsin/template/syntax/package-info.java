/**
 * The closed language that templates are written in: which names there are, how tags are read, and the engine that can do
 * nothing else.
 *
 * <p>May use: {@code template.wording}, incident.
 */
package org.tocsin.template.syntax;
