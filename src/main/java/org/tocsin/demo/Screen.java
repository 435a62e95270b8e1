package org.tocsin.demo;

import java.io.Console;
import java.io.PrintStream;

/** Where the demo talks: lines, and on a terminal one line that is written over until another one follows. */
final class Screen {

    private static final String CARRIAGE_RETURN_AND_ERASE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean lineOpen;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Screen ofProcess() {
        return new Screen(System.out, isTerminal(System.console()));
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Writes a line; it stays. */
    void line(String text) {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
        out.println(text);
        out.flush();
    }

    /** Writes a line in the place of the last one that was redrawn; where lines cannot be redrawn, below it. */
    void redraw(String text) {
        if (!terminal) {
            line(text);
            return;
        }
        out.print(CARRIAGE_RETURN_AND_ERASE + text);
        out.flush();
        lineOpen = true;
    }

    /** From JDK 22 on there is a console without a terminal, too, and a method that tells. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
