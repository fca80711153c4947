"""What the public door has to say: texts that ship as files, and the editions that staff publish in their place."""
