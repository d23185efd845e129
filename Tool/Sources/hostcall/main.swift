internal import HostCallTool

await HostCallCommand.main()
