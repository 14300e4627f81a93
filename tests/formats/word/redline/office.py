"""LibreOffice accepts or rejects all tracked changes of Word files: one process for many files, through a Basic macro in a profile of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
import shutil
import subprocess
import tempfile

START_SECONDS = 90
SECONDS_EACH = 15

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" script:language="StarBasic">
Sub Resolve(folder As String, count As Integer)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  Dim none()
  Dim at, way As Integer
  Dim commands, names
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  saved(0).Name = "FilterName" : saved(0).Value = "MS Word 2007 XML"
  commands = Array(".uno:AcceptAllTrackedChanges", ".uno:RejectAllTrackedChanges")
  names = Array("accepted", "rejected")
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  On Error Resume Next
  For at = 0 To count - 1
    For way = 0 To 1
      document = StarDesktop.loadComponentFromURL(folder &amp; "/" &amp; at &amp; ".docx", "_blank", 0, hidden())
      dispatcher.executeDispatch(document.CurrentController.Frame, commands(way), "", 0, none())
      document.storeToURL(folder &amp; "/" &amp; at &amp; "-" &amp; names(way) &amp; ".docx", saved())
      document.close(True)
    Next way
  Next at
  StarDesktop.terminate()
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Changes"/>
</library:library>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
"""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Without them the first start replaces the macro with an empty one."""


def resolved_by_office(files: Mapping[str, bytes]) -> dict[str, tuple[bytes, bytes]]:
    """Each file with all changes accepted, and with all rejected, as LibreOffice saves it; a file that it does not open is missing."""
    office = shutil.which("soffice")
    assert office is not None
    with tempfile.TemporaryDirectory(prefix="slagen-office-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        for number, data in enumerate(files.values()):
            (place / f"{number}.docx").write_bytes(data)
        _write_macro(place / "profile")
        command = f'macro:///Standard.Changes.Resolve("{place.as_uri()}",{len(files)})'
        subprocess.run(
            [office, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck", command],
            check=False,
            capture_output=True,
            timeout=START_SECONDS + SECONDS_EACH * len(files),
        )
        both = {file: tuple(place / f"{number}-{way}.docx" for way in ("accepted", "rejected")) for number, file in enumerate(files)}
        return {file: (one.read_bytes(), other.read_bytes()) for file, (one, other) in both.items() if one.is_file() and other.is_file()}


def _write_macro(profile: Path) -> None:
    basic = profile / "user" / "basic"
    settings = profile / "user" / "registrymodifications.xcu"
    (basic / "Standard").mkdir(parents=True)
    (basic / "Standard" / "Changes.xba").write_text(_MACRO, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    settings.write_text(_SETTINGS, encoding="utf-8")
    (basic / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
